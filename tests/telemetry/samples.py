"""One file of each language as people write it; every `event_…` in it is sent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """A file's text, what ends a block in it, and the share of its names that is found in damaged copies at least."""

    text: str
    closer: str = "}"
    names: float = 0.95


RUBY = """\
# frozen_string_literal: true

module Checkout
  module Events
    OPENED = "event_1"
    ALL = { paid: "event_2", refused: 'event_3' }.freeze
  end

  class CartsController < ApplicationController
    before_action :load_cart, only: %i[show update]

    def show
      ahoy.track Events::OPENED, items: @cart.items.size, currency: "EUR"
      respond_to do |format|
        format.html { ahoy.track("event_4") }
        format.json do
          ahoy.track("event_5", format: "json")
          render json: @cart.as_json(only: [:id, :total])
        end
      end
    end

    def update
      if @cart.update(cart_params)
        Analytics.track(
          user_id: current_user.id,
          event: "event_6",
          properties: {
            total: @cart.total, # in cents
            coupon: params.dig(:cart, :coupon)
          }
        )
        redirect_to cart_path, notice: "It's saved (#{@cart.items.count} items)"
      else
        posthog.capture({ distinct_id: current_user.id, event: "event_7", properties: { errors: @cart.errors } })
        render :show, status: :unprocessable_entity
      end
    rescue ActiveRecord::StaleObjectError => e
      posthog.capture(distinct_id: current_user.id, event: 'event_8')
      Rails.logger.warn("stale: #{e.message}")
    end

    def pay
      event = case gateway.charge(@cart)
              when :paid then Events::ALL[:paid]
              else Events::ALL.fetch(:refused)
              end
      ahoy.track event, method: gateway.name
      Analytics.track user_id: current_user.id, event: @cart.gift? ? "event_9" : "event_10"
    end

    private

    def load_cart
      @cart = current_user&.carts&.find_by(id: params[:id]) || Cart.new
      ahoy.track("event_11", new: @cart.new_record?) unless @cart.persisted?
    end

    def cart_params
      params.require(:cart).permit(:coupon, items_attributes: %i[id quantity])
    end
  end
end
"""

PHP = """\
<?php
declare(strict_types=1);

namespace App\\\\Checkout;

use App\\\\Models\\\\Cart;
use Segment\\\\Segment;

enum Event: string
{
    case Opened = 'event_1';
    case Paid = "event_2";
}

final class CartController extends Controller
{
    private const REFUSED = 'event_3';

    public function __construct(private readonly MixpanelClient $mixpanel, private Gateway $gateway)
    {
        parent::__construct();
    }

    public function show(Request $request): Response
    {
        $this->mixpanel->track(Event::Opened->value, ['items' => count($this->items)]);
        foreach ($this->items as $id => $item) {
            if ($item->sold_out) {
                $this->mixpanel->track('event_4', array('id' => $id));
            }
        }
        return view('cart', ['title' => "It's {$request->user()->name}'s cart"]);
    }

    public function update(Request $request, Cart $cart): Response
    {
        try {
            $cart->update($request->validated());
            Segment::track([
                'userId' => $request->user()->id,
                'event' => 'event_5', // sent once
                'properties' => [
                    'total' => $cart->total,
                    'coupon' => $request->input('coupon') ?? null,
                ],
            ]);
        } catch (StaleObject $e) {
            Segment::track(['userId' => $request->user()->id, 'event' => "event_6"]);
        }
        return redirect()->route('cart');
    }

    public function pay(Cart $cart): Response
    {
        $result = $this->gateway->charge($cart);
        $event = match (true) {
            $result->paid() => Event::Paid->value,
            default => self::REFUSED,
        };
        $this->mixpanel?->track($event, ['method' => $this->gateway->name]);
        array_map(function (Item $item) use ($cart) {
            $this->mixpanel->track($item->gift ? 'event_7' : 'event_8');
        }, $cart->items);
        return back();
    }
}

function shutdown(): void
{
    \\\\WC_Tracks::record_event( 'event_9', [ 'at' => time() ] );
}
?>
<footer><?php if ($cart): ?><b><?php Segment::track(['event' => 'event_10']) ?></b><?php endif; ?></footer>
"""

SWIFT = """\
import UIKit
import PostHog

enum CartEvent: String {
    case opened = "event_1"
    case paid = "event_2"
}

extension CartEvent {
    static let refused = "event_3"
}

/// Shows what somebody is about to buy; it's the last step.
final class CartViewController: UIViewController {
    private let cart: Cart
    private lazy var total: UILabel = {
        let label = UILabel()
        label.text = "Total \\(cart.total)"
        return label
    }()

    init(cart: Cart) {
        self.cart = cart
        super.init(nibName: nil, bundle: nil)
    }

    required init?(coder: NSCoder) { fatalError("not here") }

    override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        PostHogSDK.shared.capture(CartEvent.opened.rawValue, properties: ["items": cart.items.count])
        guard let coupon = cart.coupon, !coupon.isEmpty else {
            PostHogSDK.shared.capture("event_4")
            return
        }
        cart.items.filter { $0.isSoldOut }.forEach { item in
            PostHogSDK.shared.capture("event_5", properties: [
                "id": item.id, // never the name
                "first": item.id == cart.items.first?.id
            ])
        }
    }

    @objc private func pay(_ sender: UIButton) {
        gateway.charge(cart) { [weak self] result in
            switch result {
            case .success(let receipt):
                self?.analytics.track(name: CartEvent.paid.rawValue, properties: ["method": receipt.method])
            case .failure(let error as GatewayError) where error.isFinal:
                self?.analytics?.track(name: CartEvent.refused, properties: ["code": error.code])
            default:
                DispatchQueue.main.async { self?.analytics.track(name: "event_6") }
            }
        }
        Analytics.logEvent(cart.isGift ? "event_7" : "event_8", parameters: nil)
    }
}

struct CartRow: View {
    var body: some View {
        Button(action: { PostHogSDK.shared.capture("event_9", properties: ["from": "row"]) }) {
            Text("Remove").padding(.horizontal, 8)
        }
        .onAppear {
            PostHogSDK.shared.capture("event_10")
        }
    }
}
"""

DART = """\
import 'package:flutter/material.dart';
import '../analytics.dart' as analytics;

const _opened = 'event_1';

enum CartEvent {
  paid('event_2'),
  refused('event_3');

  const CartEvent(this.event);
  final String event;
}

/// Shows what somebody is about to buy; it's the last step.
class CartScreen extends StatefulWidget {
  const CartScreen({super.key, required this.cart});

  final Cart cart;

  @override
  State<CartScreen> createState() => _CartScreenState();
}

class _CartScreenState extends State<CartScreen> {
  static const _coupon = "event_4";

  @override
  void initState() {
    super.initState();
    FirebaseAnalytics.instance.logEvent(name: _opened, parameters: {'items': widget.cart.items.length});
    for (final item in widget.cart.items) {
      if (item.soldOut) {
        FirebaseAnalytics.instance.logEvent(name: 'event_5', parameters: <String, Object>{
          'id': item.id, // never the name
          if (item.gift) 'gift': true,
        });
      }
    }
  }

  Future<void> _pay() async {
    try {
      final receipt = await gateway.charge(widget.cart);
      final event = receipt.paid ? CartEvent.paid.event : CartEvent.refused.event;
      await FirebaseAnalytics.instance.logEvent(name: event, parameters: {'method': receipt.method});
    } on GatewayException catch (error) {
      Posthog().capture(eventName: 'event_6', properties: {'code': error.code});
    } finally {
      unawaited(Posthog().capture(eventName: "event_7"));
    }
  }

  @override
  Widget build(BuildContext context) {
    return Column(
      children: [
        Text("It's ${widget.cart.total} to pay"),
        TextButton(
          onPressed: () {
            mixpanel
              ..track(_coupon)
              ..track('event_8', properties: {'from': 'row'});
            _pay();
          },
          child: const Text('Pay'),
        ),
        IconButton(onPressed: () => mixpanel.track(widget.cart.gift ? 'event_9' : 'event_10'), icon: icon),
      ],
    );
  }
}
"""

GO = """\
// Package checkout sells what is in a cart.
package checkout

import (
	"fmt"

	"github.com/posthog/posthog-go"
)

type Event string

const (
	Opened  Event = "event_1"
	Paid          = "event_2"
	refused       = `event_3`
)

var query = `
	select "id" /* not ' closed
	from carts
`

// Cart is what a customer is about to buy.
type Cart struct {
	client posthog.Client
	Items  []Item `json:"items"`
}

func (c *Cart) Open(id string, step int) error {
	if err := c.client.Enqueue(posthog.Capture{DistinctId: id, Event: string(Opened)}); err != nil {
		return fmt.Errorf("it's not sent: %w", err)
	}
	for i, item := range c.Items {
		switch {
		case item.Free():
			c.client.Enqueue(posthog.Capture{
				DistinctId: id,
				Event:      "event_4",
				Properties: posthog.NewProperties().
					Set("position", i).
					Set("free", true), // always
			})
		default:
			c.client.Enqueue(posthog.Capture{DistinctId: id, Event: "event_5"})
		}
	}
	return nil
}

func (c *Cart) Pay(id string, how func() error) {
	result := Paid
	go func() {
		defer c.client.Close()
		c.client.Enqueue(posthog.Capture{DistinctId: id, Event: "event_6"})
	}()
	if how() == nil {
		c.client.Enqueue(posthog.Capture{DistinctId: id, Event: result, Properties: map[string]any{"by": 'x'}})
		return
	}
	c.client.Enqueue(posthog.Capture{DistinctId: id, Event: refused})
}
"""

JAVA = """\
package com.example.checkout;

import com.posthog.java.PostHog;
import java.util.Map;

/** It's what a customer is about to buy. */
public final class Cart extends Basket<Item> implements AutoCloseable {
    private static final String OPENED = "event_1", PAID = "event_2";
    private final PostHog posthog;

    enum Kind {
        REFUSED("event_3"),
        @Deprecated
        RETRIED("event_4");

        final String key;

        Kind(String key) { this.key = key; }
    }

    Cart(PostHog posthog) {
        this.posthog = posthog;
        posthog.capture("id", OPENED);
    }

    @Override
    public void add(Item item, int count) throws TooMany {
        if (count > 9) {
            posthog.capture(id(), "event_5", Map.of("count", count, "kind", 'x'));
            throw new TooMany("not \\"that\\" many");
        }
        for (int i = 0; i < count; i++) {
            posthog.capture(
                id(),
                "event_6", // one by one
                new HashMap<String, Object>() {{ put("position", i); }});
        }
        items.forEach(each -> {
            posthog.capture(id(), each.free() ? "event_7" : "event_8");
        });
    }

    String pay(Gateway gateway) {
        String query = \'\'\'
            select "id", 'x' /* not closed
            \'\'\';
        try (var paid = gateway.charge(this)) {
            posthog.capture(id(), PAID, Map.of("total", paid.total()));
            return query;
        } catch (Refused e) {
            String event = Kind.REFUSED.key;
            posthog.capture(id(), event);
        } finally {
            posthog.capture(id(), Kind.RETRIED.key);
        }
        return null;
    }
}
""".replace("'''", '"' * 3)

KOTLIN = """\
package com.example.checkout

import com.posthog.PostHog

const val OPENED = "event_1"

enum class Kind(val key: String) {
    PAID("event_2"),
    REFUSED("event_3")
}

/** It's what a customer is about to buy. */
class Cart(private val posthog: PostHog, private val step: Int = 1) : Basket<Item>(), Closeable {
    companion object {
        private const val CLOSED = "event_4"
    }

    private val items = mutableListOf<Item>()
    val shown by lazy { "event_5" }

    init {
        posthog.capture(OPENED)
    }

    override fun add(item: Item, count: Int) {
        require(count < 10) { "not \\"that\\" many: $count of ${item.name}" }
        repeat(count) { position ->
            posthog.capture(
                "event_6", // one by one
                properties = mapOf("position" to position, "kind" to 'x'),
            )
        }
        items.filter { it.free }.forEach {
            posthog.capture(if (it.old) "event_7" else "event_8")
        }
    }

    fun pay(gateway: Gateway): Result<Paid>? {
        val query = \'\'\'
            select "id", 'x' from $items /* not closed
        \'\'\'.trimIndent()
        val event = when (gateway.charge(this)) {
            is Paid -> Kind.PAID.key
            else -> Kind.REFUSED.key
        }
        posthog.capture(event, properties = mapOf("query" to query))
        return gateway.last?.also { posthog.capture(shown) }
    }

    override fun close() = posthog.capture(CLOSED)
}
""".replace("'''", '"' * 3)

CSHARP = """\
using System;
using System.Collections.Generic;

namespace Example.Checkout
{
    public static class Events
    {
        public const string Opened = "event_1", Paid = "event_2";
        internal static string Refused => "event_3";
    }

    /// <summary>It's what a customer is about to buy.</summary>
    public class Cart(IPostHogClient posthog) : Basket<Item>, IDisposable
    {
        private const string Closed = "event_4";
        public List<Item> Items { get; } = new();

        public void Open(string id)
        {
            posthog.Capture(id, Events.Opened);
        }

        public async Task Add(Item item, int count)
        {
            if (count > 9)
            {
                posthog.Capture(id, "event_5", new() { ["count"] = count, ["kind"] = 'x' });
                throw new TooMany($"not \\"that\\" many: {count} of {item.Name}");
            }
            foreach (var each in Items)
            {
                posthog.Capture(
                    id,
                    "event_6", // one by one
                    properties: new Dictionary<string, object>
                    {
                        { "free", each.Free },
                    });
            }
            await Task.Run(() => { posthog?.Capture(id, item.Old ? "event_7" : "event_8"); });
        }

        public string Pay(IGateway gateway)
        {
            var query = @"select ""id"", 'x' /* not closed
                from carts\\";
            var name = gateway.Charge(this) switch
            {
                Charged => Events.Paid,
                _ => Events.Refused,
            };
            posthog.Capture(id, name, new() { ["query"] = query });
            return query;
        }

        public void Dispose() => posthog.Capture(id, Closed);
    }
}
"""

SAMPLES = {
    "a.rb": Sample(RUBY, "end"),
    "a.php": Sample(PHP.replace("\\\\", "\\")),
    "a.swift": Sample(SWIFT),
    "a.dart": Sample(DART),
    "a.go": Sample(GO),
    "a.java": Sample(JAVA),
    # The Kotlin grammar takes all that follows a damage for text: variables behind it are lost, constants are not.
    "a.kt": Sample(KOTLIN, names=0.92),
    "a.cs": Sample(CSHARP),
}
