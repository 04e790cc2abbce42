"""GitHub, as strict as we know how to make it, on real git repositories.

standin = StandIn()
standin.add_app(1, key_pair().public, webhook_url=..., webhook_secret="...")
standin.add_repository("acme/shop", {"src/app.ts": b"..."})
standin.add_installation("acme")
with serve(standin) as base_url: ...
"""

from tests.standin.faults import Kind
from tests.standin.keys import KeyPair, key_pair
from tests.standin.serving import serve
from tests.standin.standin import StandIn
from tests.standin.webhooks import forged, signatures

__all__ = ["KeyPair", "Kind", "StandIn", "forged", "key_pair", "serve", "signatures"]
