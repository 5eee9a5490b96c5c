"""What importing checked rows would do: plan, duties, likeness, the printed document. ``directives.services.importing`` commits."""
