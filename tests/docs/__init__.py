"""The documentation is tested: what it names has to be there."""
