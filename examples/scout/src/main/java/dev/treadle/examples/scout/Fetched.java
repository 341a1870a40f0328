package dev.treadle.examples.scout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A page as it came, on its way to be parsed.
///
/// @param charset what its answer said, if anything
/// @param duration from asking for it to its last byte
record Fetched(
    Entry entry, int status, byte[] content, @Nullable String charset, Duration duration) {}
