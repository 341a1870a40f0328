package dev.treadle.test.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import org.jspecify.annotations.Nullable;

/// Rewrites the methods of one class, instruction by instruction.
abstract class Rewrite {

  private boolean changed;

  /// Returns the rewritten class file, or `null` if nothing in it had to be changed.
  final byte @Nullable [] apply(ClassFile classFile, ClassModel model) {
    var rewritten =
        classFile.transformClass(
            model,
            (builder, element) -> {
              if (element instanceof MethodModel method && isRewritten(method)) {
                builder.transformMethod(method, code(method));
              } else {
                builder.with(element);
              }
            });
    return changed ? rewritten : null;
  }

  private MethodTransform code(MethodModel method) {
    return MethodTransform.transformingCode(
        new java.lang.classfile.CodeTransform() {
          @Override
          public void atStart(CodeBuilder code) {
            enter(method, code);
          }

          @Override
          public void accept(CodeBuilder code, CodeElement element) {
            rewrite(method, code, element);
          }
        });
  }

  /// Returns whether a method's code is looked at; one without code never is.
  boolean isRewritten(MethodModel method) {
    return method.code().isPresent();
  }

  /// Emits what comes before a method's first instruction.
  void enter(MethodModel method, CodeBuilder code) {}

  /// Emits an instruction, changed or not.
  abstract void rewrite(MethodModel method, CodeBuilder code, CodeElement element);

  /// Emits a call of [Hook] if the instruction reads a clock, and returns whether it did.
  final boolean rewriteClock(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKESTATIC
        && call.owner().name().equalsString("java/lang/System")
        && (call.name().equalsString("nanoTime")
            || call.name().equalsString("currentTimeMillis"))) {
      code.invokestatic(HookClass.NAME, call.name().stringValue(), call.typeSymbol());
      markChanged();
      return true;
    }
    return false;
  }

  final void markChanged() {
    changed = true;
  }
}
