"""Measurements that are too slow or too heavy for the tests; ``bench/README.md`` says how to run them."""
