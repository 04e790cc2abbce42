"""Tracked events of the server side."""

import mixpanel

client = mixpanel.Mixpanel("token")


def sendEvent(name, properties=None):
    client.track("server", name, properties or {})
