package dev.treadle.benchmarks;

import java.time.Duration;

/// What a side is told when it is measured.
///
/// @param number from 0; programs derive seeds from it, so that rounds differ
/// @param time how long to warm up and measure, where the measurement has no length of its own
/// @param limit when the side is ended
public record Round(int number, Duration time, Duration limit) {}
