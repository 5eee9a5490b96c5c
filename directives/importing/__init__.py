"""What importing checked rows would do: plan, duties, likeness, the contract's document. ``directives.services.importing`` commits."""
