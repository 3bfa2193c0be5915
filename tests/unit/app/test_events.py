"""Listeners hear everything, in any thread, and cannot harm one another."""

from __future__ import annotations

import logging
import threading

import pytest

from app.events import DocumentRemoved, Event, EventBus


def test_every_listener_hears_every_event_until_it_leaves() -> None:
    bus, first, second = EventBus(), list[Event](), list[Event]()
    leave = bus.subscribe(first.append)
    bus.subscribe(second.append)
    bus.publish(DocumentRemoved(1))
    leave()
    leave()
    bus.publish(DocumentRemoved(2))
    assert first == [DocumentRemoved(1)]
    assert second == [DocumentRemoved(1), DocumentRemoved(2)]


def test_a_listener_that_fails_is_logged_and_the_others_hear(caplog: pytest.LogCaptureFixture) -> None:
    bus, heard = EventBus(), list[Event]()

    def broken(event: Event) -> None:
        raise ZeroDivisionError

    bus.subscribe(broken)
    bus.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        bus.publish(DocumentRemoved(1))
    assert heard == [DocumentRemoved(1)]
    assert "DocumentRemoved" in caplog.text


def test_events_are_delivered_in_the_publishing_thread() -> None:
    bus, threads = EventBus(), list[threading.Thread]()
    bus.subscribe(lambda _: threads.append(threading.current_thread()))
    publisher = threading.Thread(target=bus.publish, args=(DocumentRemoved(1),))
    publisher.start()
    publisher.join()
    assert threads == [publisher]


def test_a_listener_may_leave_while_it_hears() -> None:
    bus, heard = EventBus(), list[Event]()

    def once(event: Event) -> None:
        heard.append(event)
        leave()

    leave = bus.subscribe(once)
    bus.publish(DocumentRemoved(1))
    bus.publish(DocumentRemoved(2))
    assert heard == [DocumentRemoved(1)]
