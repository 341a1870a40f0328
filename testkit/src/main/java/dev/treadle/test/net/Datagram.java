package dev.treadle.test.net;

import java.net.InetSocketAddress;

/// A datagram under way. Its bytes are never changed.
@SuppressWarnings("ArrayRecordComponent")
record Datagram(byte[] bytes, InetSocketAddress from, InetSocketAddress to) {}
