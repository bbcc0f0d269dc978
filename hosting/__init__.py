"""What we ask of the machine we run on: sockets to listen on, connections to guard, files that nobody else may read.

Imports nothing of ours, so that the web, the adapters and the sandbox share it.
"""
