"""What we ask of the machine we run on: sockets, connections to guard, files nobody else may read, screens of any width.

Imports nothing of ours, so that the web, the adapters and the sandbox share it.
"""
