package dev.treadle.benchmarks;

import java.io.IOException;
import java.util.List;

/// A side that is a command: it answers as [Measuring] says.
public interface Program extends Side {

  /// Returns the command and its arguments, relative to the folder of the benchmarks.
  ///
  /// @throws SideFailedException if the program could not be compiled or prepared
  /// @throws IOException if looking for it failed
  /// @throws InterruptedException if the calling thread is interrupted meanwhile
  List<String> command() throws SideFailedException, IOException, InterruptedException;

  @Override
  default double measure(Round round)
      throws SideFailedException, IOException, InterruptedException {
    return new MeasuredProcess(name(), command()).measure(round);
  }
}
