package dev.treadle.test.agent;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
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
    MethodTransform flags =
        (builder, element) -> {
          if (element instanceof AccessFlags) {
            builder.withFlags(flags(method));
          } else {
            builder.with(element);
          }
        };
    return flags.andThen(
        MethodTransform.transformingCode(
            new java.lang.classfile.CodeTransform() {
              @Override
              public void atStart(CodeBuilder code) {
                enter(method, code);
              }

              @Override
              public void accept(CodeBuilder code, CodeElement element) {
                rewrite(method, code, element);
              }

              @Override
              public void atEnd(CodeBuilder code) {
                leave(method, code);
              }
            }));
  }

  /// Returns whether a method's code is looked at; one without code never is.
  boolean isRewritten(MethodModel method) {
    return method.code().isPresent();
  }

  /// Returns the method's flags to be.
  int flags(MethodModel method) {
    return method.flags().flagsMask();
  }

  /// Emits what comes before a method's first instruction.
  void enter(MethodModel method, CodeBuilder code) {}

  /// Emits what comes after a method's last instruction.
  void leave(MethodModel method, CodeBuilder code) {}

  /// Emits an instruction, changed or not.
  abstract void rewrite(MethodModel method, CodeBuilder code, CodeElement element);

  /// Emits a call of [Hook] if the instruction reads a clock, and returns whether it did.
  final boolean rewriteClock(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKESTATIC
        && isClock(call.owner().asSymbol(), call.name().stringValue())) {
      code.invokestatic(HookClass.NAME, call.name().stringValue(), call.typeSymbol());
      markChanged();
      return true;
    }
    if (element instanceof InvokeDynamicInstruction call
        && call.bootstrapArgs().stream().anyMatch(Rewrite::isClock)) {
      code.invokedynamic(
          DynamicCallSiteDesc.of(
              call.bootstrapMethod(),
              call.name().stringValue(),
              call.typeSymbol(),
              call.bootstrapArgs().stream()
                  .map(Rewrite::clockOfHook)
                  .toArray(ConstantDesc[]::new)));
      markChanged();
      return true;
    }
    return false;
  }

  /// A method reference such as `System::nanoTime` is an argument of the call site's bootstrap.
  private static boolean isClock(ConstantDesc argument) {
    return argument instanceof DirectMethodHandleDesc method
        && isClock(method.owner(), method.methodName());
  }

  private static boolean isClock(ClassDesc owner, String method) {
    return owner.descriptorString().equals("Ljava/lang/System;")
        && (method.equals("nanoTime") || method.equals("currentTimeMillis"));
  }

  private static ConstantDesc clockOfHook(ConstantDesc argument) {
    return isClock(argument) && argument instanceof DirectMethodHandleDesc method
        ? MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            HookClass.NAME,
            method.methodName(),
            method.invocationType())
        : argument;
  }

  final void markChanged() {
    changed = true;
  }
}
