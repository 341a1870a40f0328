/// Tests under control of time and order. Start with [TreadleTest], then [Simulation] and
/// [Sequencer].
package dev.treadle.test;
