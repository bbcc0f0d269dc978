"""The pages of certificates for officers, as the application mounts them."""

from pathlib import Path

from web.certificates.office.queues import QUEUES
from web.office.pages import OfficePages

OFFICE_PAGES = OfficePages(routers=(), folder=Path(__file__).parent, queues=QUEUES)
