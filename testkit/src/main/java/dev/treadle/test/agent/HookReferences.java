package dev.treadle.test.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/// Stands for [LambdaMetafactory] where the lambda is a reference to a method that is a switch
/// point, as in `counter::incrementAndGet`: no code of the user's calls that method, so a class
/// made for the purpose does.
///
/// A template like [Hook].
public final class HookReferences {

  private static final ClassDesc HOOK = ClassDesc.of("java.lang.TreadleHook");
  private static final String CALL = "call";

  private HookReferences() {}

  /// Links a method reference; the arguments are [LambdaMetafactory]'s.
  public static CallSite metafactory(
      Lookup caller,
      String name,
      MethodType factory,
      MethodType erased,
      MethodHandle method,
      MethodType type)
      throws LambdaConversionException {
    Lookup lookup;
    MethodHandle bridge;
    try {
      lookup = caller.defineHiddenClass(bridge(caller, method), true);
      bridge = lookup.findStatic(lookup.lookupClass(), CALL, method.type());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      // As it would be without a simulation, only that no other thread may run before.
      return LambdaMetafactory.metafactory(caller, name, factory, erased, method, type);
    }
    return LambdaMetafactory.metafactory(lookup, name, factory, erased, bridge, type);
  }

  private static byte[] bridge(Lookup caller, MethodHandle method) {
    var info = caller.revealDirect(method);
    var type = method.type().describeConstable().orElseThrow();
    var simple = "TreadleReference";
    var folder = caller.lookupClass().getPackageName();
    return ClassFile.of()
        .build(
            ClassDesc.of(folder, simple),
            builder ->
                builder.withMethodBody(
                    CALL, type, ClassFile.ACC_STATIC, code -> call(code, info, type)));
  }

  private static void call(CodeBuilder code, MethodHandleInfo info, MethodTypeDesc type) {
    boolean isStatic = info.getReferenceKind() == MethodHandleInfo.REF_invokeStatic;
    if (info.getReferenceKind() == MethodHandleInfo.REF_invokeInterface
        && !type.parameterType(0).packageName().startsWith("java.util.concurrent")) {
      code.aload(0)
          .invokestatic(
              HOOK,
              "collectionCall",
              MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object));
    } else {
      code.invokestatic(HOOK, "switchPoint", MethodTypeDesc.of(ConstantDescs.CD_void));
    }
    for (int i = 0; i < type.parameterCount(); i++) {
      code.loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
    }
    var inner = isStatic ? type : type.dropParameterTypes(0, 1);
    switch (info.getReferenceKind()) {
      case MethodHandleInfo.REF_invokeStatic -> {
        var owner = info.getDeclaringClass();
        var described = owner.describeConstable().orElseThrow();
        code.invokestatic(described, info.getName(), inner, owner.isInterface());
      }
      case MethodHandleInfo.REF_invokeInterface ->
          code.invokeinterface(type.parameterType(0), info.getName(), inner);
      default -> code.invokevirtual(type.parameterType(0), info.getName(), inner);
    }
    code.return_(TypeKind.from(type.returnType()));
  }
}
