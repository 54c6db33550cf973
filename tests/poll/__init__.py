"""When sources are polled, and how."""
