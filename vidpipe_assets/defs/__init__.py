"""Jobs, schedules, sensors."""
