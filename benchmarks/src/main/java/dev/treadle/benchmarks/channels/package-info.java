/// Treadle's channels, queues, locks and semaphores beside their peers.
///
/// A contender is a class that brings its [dev.treadle.benchmarks.channels.Pipe] or its
/// [dev.treadle.benchmarks.channels.Exclusion]; [dev.treadle.benchmarks.channels.Traffic] and
/// [dev.treadle.benchmarks.channels.Contention] do the same with each. One process measures all
/// rows of a contender, see [dev.treadle.benchmarks.Battery].
@org.jspecify.annotations.NullMarked
package dev.treadle.benchmarks.channels;
