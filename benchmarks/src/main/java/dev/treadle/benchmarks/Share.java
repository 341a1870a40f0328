package dev.treadle.benchmarks;

import java.time.Duration;

/// What one claim gets of its area's time.
///
/// @param rounds how often each side is measured, if the budget allows
/// @param budget wall time for all of it
/// @param time how long each side is told to measure
record Share(int rounds, Duration budget, Duration time) {}
