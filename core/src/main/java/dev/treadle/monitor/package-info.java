/// Looks into a running program: the tree of its tasks, who waits for whom, and habits that do
/// harm.
package dev.treadle.monitor;
