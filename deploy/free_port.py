"""Says in a sentence why a port cannot be served: free_port.py PORT."""

import errno
import socket
import sys


def complaint(port: str) -> str | None:
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        return f"PORT={port} is not a port. Choose a number from 1024 to 65535, like: make run PORT=8001"
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", int(port)))
        except OSError as error:
            if error.errno == errno.EACCES:
                return f"Port {port} is kept for the system. Choose one above 1023, like: make run PORT=8001"
            return f"Port {port} is in use. Stop what uses it or choose another, like: make run PORT=8001"
    return None


if __name__ == "__main__":
    sys.exit(complaint(sys.argv[1]))
