"""The groups of commands that certificates bring to `madoguchi`."""

from cli.certificates import payment, request, staff

GROUPS = {"request": request.app, "staff": staff.app, "payment": payment.app}
