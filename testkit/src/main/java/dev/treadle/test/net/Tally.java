package dev.treadle.test.net;

import java.util.Collection;

/// A host's counters. Guarded by the network's lock.
final class Tally {

  long connections;
  long refusals;
  long bytes;
  long datagrams;
  long lostDatagrams;

  static NetStatistics sum(Collection<Tally> tallies) {
    var sum = new Tally();
    for (var tally : tallies) {
      sum.connections += tally.connections;
      sum.refusals += tally.refusals;
      sum.bytes += tally.bytes;
      sum.datagrams += tally.datagrams;
      sum.lostDatagrams += tally.lostDatagrams;
    }
    return sum.toStatistics();
  }

  NetStatistics toStatistics() {
    return new NetStatistics(connections, refusals, bytes, datagrams, lostDatagrams);
  }
}
