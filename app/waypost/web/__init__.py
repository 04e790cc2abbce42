"""What answers HTTP: the webhook, health, metrics."""
