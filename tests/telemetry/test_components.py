"""Vue and Svelte components send events from their scripts and from their templates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.telemetry.test_calls import told
from waypost.telemetry import languages
from waypost.telemetry.calls import find_calls
from waypost.telemetry.sdks import sdks

VUE = """<script setup lang="ts" generic="T extends Array<string>">
import { E } from './e'
const A = 'a'
posthog.capture(A)
</script>
<!-- <button @click="posthog.capture('no')"> -->
<template>
  <button @click="posthog.capture('b', { x: 1 })" :title="{ y: t('z') }">posthog.capture('no')</button>
  <b v-on:click.once='() => { posthog.capture("c"); go() }'>{{ posthog.capture(`d`) }} (it's</b>
  <i title="posthog.capture('no')" />
</template>
<style> a { content: "posthog.capture('no')" } </style>
"""
SVELTE = """<script context="module">export const A = 'a'</script>
<script lang="ts">
  let { x } = $props()
  $: if (x) posthog.capture(A)
</script>
<svelte:head><title>posthog.capture('no') don't</title></svelte:head>
{#if f(x)}
  <button on:click={() => posthog.capture('b', { x: 1 })} onblur="{() => posthog.capture('c')}">{x}</button>
{:else if g(x)}
  {@const y = posthog.capture("d")}
{/if}
"""


@pytest.mark.parametrize(("path", "source"), [("A.vue", VUE), ("A.svelte", SVELTE)])
def test_scripts_and_templates(path: str, source: str) -> None:
    sites = find_calls(path, source.encode(), sdks())
    assert [told(site) for site in sorted(sites, key=lambda site: site.at)] == [
        "PostHog constant a {}",
        "PostHog literal b {x: number}",
        "PostHog literal c {}",
        "PostHog literal d {}",
    ]
    for site in sites:
        span = site.names[0].inner
        assert span is not None
        assert source.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1] == site.names[0].text


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([".vue", ".svelte"]),
    st.lists(
        st.one_of(
            st.sampled_from(
                [b"<script>", b"</script>", b"<!--", b"{", b"}", b"{{", b"}}", b'@a="', b'"', b"'", b"(", b"<"]
            ),
            st.binary(max_size=4),
        )
    ).map(b"".join),
)
def test_every_byte_keeps_its_place(suffix: str, source: bytes) -> None:
    language = languages.for_path(f"a{suffix}")
    assert language is not None
    assert len(language.code(source)) == len(source)


@pytest.mark.parametrize("suffix", [".vue", ".svelte"])
@pytest.mark.parametrize("piece", [b"<script ", b"<script a=", b"{", b"{{", b'@a="', b"<!--", b"{'", b"<script>"])
def test_hostile_markup_takes_no_longer_than_its_length(suffix: str, piece: bytes) -> None:
    language = languages.for_path(f"a{suffix}")
    assert language is not None
    source = piece * (300_000 // len(piece))
    assert len(language.code(source)) == len(source)
