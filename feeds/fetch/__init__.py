"""The only way out: HTTP through one guarded client, and folders of wire stories."""
