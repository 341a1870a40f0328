package dev.treadle.test.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;

/// Makes of a `synchronized` method an ordinary one with its whole body in a `synchronized` block,
/// so that another thread may run before the lock is taken.
///
/// As `javac` does for blocks, what follows a release is not covered by the handler that releases:
/// the JVM would take it for a lock released twice and never compile the method.
final class LockedBody {

  private final int lock; // the local variable with the monitor: the body may overwrite `this`
  private final List<Range> ranges = new ArrayList<>();
  private Label begin;
  private boolean empty = true;

  private record Range(Label begin, Label end) {}

  private LockedBody(int lock, Label begin) {
    this.lock = lock;
    this.begin = begin;
  }

  /// Takes the lock.
  static LockedBody open(MethodModel method, ClassDesc type, CodeBuilder code) {
    if ((method.flags().flagsMask() & ClassFile.ACC_STATIC) != 0) {
      code.loadConstant(type);
    } else {
      code.aload(0);
    }
    int lock = code.allocateLocal(TypeKind.REFERENCE);
    code.dup().astore(lock).monitorenter();
    return new LockedBody(lock, code.newBoundLabel());
  }

  /// Gives what comes before a method's first line that line's number, for a thread that waits.
  static void emitFirstLine(MethodModel method, CodeBuilder code) {
    method.code().stream()
        .flatMap(body -> body.elementStream())
        .filter(LineNumber.class::isInstance)
        .findFirst()
        .ifPresent(code::with);
  }

  /// Takes note of an instruction that is not a return.
  void extend() {
    empty = false;
  }

  void emitReturn(ReturnInstruction end, CodeBuilder code) {
    code.aload(lock).monitorexit();
    ranges.add(new Range(begin, code.newBoundLabel()));
    code.with(end);
    begin = code.newBoundLabel();
    empty = true;
  }

  /// Releases the lock for whatever is thrown.
  void close(CodeBuilder code) {
    if (!empty) {
      ranges.add(new Range(begin, code.newBoundLabel()));
    }
    var handler = code.newBoundLabel();
    code.aload(lock).monitorexit();
    ranges.add(new Range(handler, code.newBoundLabel()));
    code.athrow();
    for (var range : ranges) {
      code.exceptionCatchAll(range.begin, range.end, handler);
    }
  }
}
