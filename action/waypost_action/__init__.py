"""What only a runner has: inputs, event file, annotations, job summary, outputs."""
