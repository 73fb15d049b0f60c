package org.openlauncher.host.plugins;

import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Takes from plugins' classes, as they are loaded, what ends the launcher's process: each call of
 * {@code System.exit}, {@code Runtime.exit} and {@code Runtime.halt} becomes one of a method beside
 * it that throws a {@link SecurityException}. Java has nothing else for that any more. What a
 * plugin does by reflection is not seen: this is against accidents and libraries, not against
 * malice.
 */
public final class ExitRefusal implements WeavingHook {
  private static final String REFUSAL = "openlauncher$refuse";
  private static final String SYSTEM = "java/lang/System";
  private static final String RUNTIME = "java/lang/Runtime";
  private static final Set<String> ENDS = Set.of("exit", "halt");
  private static final String ARGUMENTS = "(I)V";

  @Override
  public void weave(WovenClass woven) {
    if (!woven.getBundleWiring().getBundle().getLocation().startsWith(PluginBundle.LOCATION)) {
      return;
    }
    byte[] bytes = woven.getBytes();
    if (names(bytes, "exit") || names(bytes, "halt")) {
      woven.setBytes(refusing(bytes));
    }
  }

  /** Whether a word stands alone among a class's constants; cheaper than to read the class. */
  private static boolean names(byte[] type, String word) {
    int last = type.length - word.length() - 3;
    for (int start = 0; start <= last; start++) {
      if (type[start] == 1
          && type[start + 1] == 0
          && type[start + 2] == word.length()
          && matches(type, start + 3, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] type, int start, String word) {
    for (int index = 0; index < word.length(); index++) {
      if (type[start + index] != word.charAt(index)) {
        return false;
      }
    }
    return true;
  }

  /** The same class, refusing. Nothing moves on its operand stack, so its frames stay true. */
  static byte[] refusing(byte[] type) {
    ClassReader reader = new ClassReader(type);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Refusing(writer), 0);
    return writer.toByteArray();
  }

  private static final class Refusing extends ClassVisitor {
    private String name = "";
    private boolean isInterface;
    private boolean ofSystem;
    private boolean ofRuntime;

    Refusing(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String typeName,
        String signature,
        String superName,
        String[] interfaces) {
      name = typeName;
      isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(version, access, typeName, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(
          Opcodes.ASM9, super.visitMethod(access, method, descriptor, signature, exceptions)) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String arguments, boolean ofInterface) {
          if (ends(owner, called, arguments)) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, name, REFUSAL, refusal(owner), isInterface);
          } else {
            super.visitMethodInsn(opcode, owner, called, arguments, ofInterface);
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String called, String arguments, Handle bootstrap, Object... constants) {
          for (int index = 0; index < constants.length; index++) {
            if (constants[index] instanceof Handle handle
                && ends(handle.getOwner(), handle.getName(), handle.getDesc())) {
              constants[index] =
                  new Handle(
                      Opcodes.H_INVOKESTATIC,
                      name,
                      REFUSAL,
                      refusal(handle.getOwner()),
                      isInterface);
            }
          }
          super.visitInvokeDynamicInsn(called, arguments, bootstrap, constants);
        }
      };
    }

    private static boolean ends(String owner, String called, String arguments) {
      return (owner.equals(SYSTEM) || owner.equals(RUNTIME))
          && ENDS.contains(called)
          && arguments.equals(ARGUMENTS);
    }

    private String refusal(String owner) {
      boolean system = owner.equals(SYSTEM);
      ofSystem |= system;
      ofRuntime |= !system;
      return system ? ARGUMENTS : "(L" + RUNTIME + ";I)V";
    }

    @Override
    public void visitEnd() {
      if (ofSystem) {
        addRefusal(ARGUMENTS, 1);
      }
      if (ofRuntime) {
        addRefusal("(L" + RUNTIME + ";I)V", 2);
      }
      super.visitEnd();
    }

    private void addRefusal(String descriptor, int parameters) {
      MethodVisitor method =
          super.visitMethod(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
              REFUSAL,
              descriptor,
              null,
              null);
      method.visitCode();
      method.visitTypeInsn(Opcodes.NEW, "java/lang/SecurityException");
      method.visitInsn(Opcodes.DUP);
      method.visitLdcInsn("a plugin may not end the launcher");
      method.visitMethodInsn(
          Opcodes.INVOKESPECIAL,
          "java/lang/SecurityException",
          "<init>",
          "(Ljava/lang/String;)V",
          false);
      method.visitInsn(Opcodes.ATHROW);
      method.visitMaxs(3, parameters);
      method.visitEnd();
    }
  }
}
