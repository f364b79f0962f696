// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.LabelTarget;
import java.util.List;
import java.util.stream.Stream;

/** A class file, for what ArchUnit's own model leaves out. */
record ByteCode(ClassModel model) {

  /** Reads the file that ArchUnit imported the class from. */
  static ByteCode of(JavaClass type) {
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      return new ByteCode(ClassFile.of().parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the class file of " + type.getName(), e);
    }
  }

  /** Methods that have code. */
  Stream<Method> methods() {
    return model.methods().stream().flatMap(ByteCode::withCode);
  }

  /** Names of methods that enter a monitor. */
  List<String> methodsWithMonitors() {
    return methods()
        .filter(
            method ->
                method.elements().stream()
                    .anyMatch(
                        element ->
                            element instanceof Instruction instruction
                                && instruction.opcode() == Opcode.MONITORENTER))
        .map(Method::name)
        .toList();
  }

  private static Stream<Method> withCode(MethodModel method) {
    return method.code().stream()
        .map(code -> new Method(method.methodName().stringValue(), code, code.elementList()));
  }

  /**
   * One method's code.
   *
   * @param name without its parameters
   * @param code as parsed
   * @param elements instructions and labels, in order
   */
  record Method(String name, CodeModel code, List<CodeElement> elements) {

    /** The instructions from a label on, at most so many, in the order of the file. */
    List<Instruction> from(Label label, int atMost) {
      int start = 0;
      while (start < elements.size()
          && !(elements.get(start) instanceof LabelTarget target && target.label().equals(label))) {
        start++;
      }
      return elements.subList(start, elements.size()).stream()
          .filter(Instruction.class::isInstance)
          .map(Instruction.class::cast)
          .limit(atMost)
          .toList();
    }
  }
}
