"""Each setting of the process is still needed, and still does its work, on this Streamlit."""

import gc
import socket

import pytest
from streamlit import config
from streamlit.web.server.starlette import starlette_server
from threadpoolctl import threadpool_info

from ui.process import tune_process


def no_delay(connection):
    return bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


@pytest.fixture
def listening():
    """A socket bound as Streamlit binds its own, and a way to connect to it."""
    listener = starlette_server._bind_socket("127.0.0.1", 0, 5)
    listener.listen()
    listener.setblocking(True)
    opened = [listener]

    def connected():
        opened.append(socket.create_connection(listener.getsockname()))
        opened.append(listener.accept()[0])
        return opened[-1]

    yield connected
    for each in opened:
        each.close()
    gc.unfreeze()


def test_streamlit_still_leaves_its_sockets_waiting(listening):
    connection = listening()
    assert connection.proto == 0 or not no_delay(connection), "ui/process.py is no longer needed"
    assert not no_delay(connection)


def test_connections_made_before_and_after_send_at_once(listening):
    before = listening()
    tune_process.clear()
    assert tune_process()
    assert no_delay(before) and no_delay(listening())
    assert gc.get_freeze_count() > 0
    assert {pool["num_threads"] for pool in threadpool_info()} == {1}


def test_streamlit_still_knows_the_option_that_spares_the_collection_after_each_run():
    option = config.get_config_options()["runner.postScriptGC"]
    assert option.default_val is True, "the line in .streamlit/config.toml is no longer needed"
    assert config.get_option("runner.postScriptGC") is False
