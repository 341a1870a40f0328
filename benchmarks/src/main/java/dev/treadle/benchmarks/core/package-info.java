/// Treadle's core beside its peers: what it costs to start tasks, to bound them in time, and to
/// wait.
///
/// A contender is a class with a method for each [dev.treadle.benchmarks.core.Workload] it takes
/// part in; [dev.treadle.benchmarks.core.Contender] measures them all alike.
@org.jspecify.annotations.NullMarked
package dev.treadle.benchmarks.core;
