package dev.treadle.benchmarks.channels;

/// A contender's way from producers to consumers; both methods wait.
interface Pipe {

  void send(Integer element) throws Exception;

  Integer receive() throws Exception;
}
