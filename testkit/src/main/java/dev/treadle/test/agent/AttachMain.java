package dev.treadle.test.agent;

import com.sun.tools.attach.VirtualMachine;

/// The second JVM of [SelfAttach]: loads the agent into the first. Arguments: process id, agent
/// jar.
public final class AttachMain {

  private AttachMain() {}

  /// Attaches, loads and leaves.
  public static void main(String[] arguments) throws Exception {
    var jvm = VirtualMachine.attach(arguments[0]);
    try {
      jvm.loadAgent(arguments[1]);
    } finally {
      jvm.detach();
    }
  }
}
