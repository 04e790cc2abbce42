"""One file of each language as people write it; every `event_…` in it is sent."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """A file's text, and what ends a block in it."""

    text: str
    closer: str = "}"


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

SAMPLES = {
    "a.rb": Sample(RUBY, "end"),
    "a.php": Sample(PHP.replace("\\\\", "\\")),
    "a.swift": Sample(SWIFT),
    "a.dart": Sample(DART),
}
