/// A network of simulated hosts, for tests. Start with [SimNet], then [SimHost] and [SimLink].
package dev.treadle.test.net;
