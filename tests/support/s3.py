"""An S3-compatible store for the tests: moto's own server, on loopback, in a thread."""

import contextlib
import logging
import os
import secrets
from collections.abc import Iterator
from typing import Self
from unittest import mock

import boto3
from moto.server import ThreadedMotoServer

_WHO = {"AWS_ACCESS_KEY_ID": "base", "AWS_SECRET_ACCESS_KEY": "not-secret"}


class Store:
    """A running store."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.client = boto3.session.Session().client(
            "s3", endpoint_url=endpoint, region_name="us-east-1"
        )

    @classmethod
    @contextlib.contextmanager
    def started(cls) -> Iterator[Self]:
        """Start a store and stop it in the end; base's key to it lies in the environment."""
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # not a line for each request
        server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        with mock.patch.dict(os.environ, _WHO):
            server.start()
            try:
                host, port = server.get_host_and_port()
                yield cls(f"http://{host}:{port}")
            finally:
                server.stop()

    def new_bucket(self, *, for_laptops: bool = False) -> str:
        """Make an empty bucket and return the address that base is given."""
        name = f"base-{secrets.token_hex(6)}"
        self.client.create_bucket(Bucket=name)
        laptops = f"&laptops={self.endpoint}" if for_laptops else ""
        return f"s3://{name}/evidence?endpoint={self.endpoint}{laptops}"
