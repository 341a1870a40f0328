/// Treadle's flows, pools, retries and circuit breakers beside their peers.
///
/// A contender is a class with a method for each [dev.treadle.benchmarks.flows.Work] it takes part
/// in. Jox' flows are in no repository that the build reaches:
/// [dev.treadle.benchmarks.flows.JoxStages] does by hand what their `buffer` does.
@org.jspecify.annotations.NullMarked
package dev.treadle.benchmarks.flows;
