// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rule 12, second half. A switch over a sealed type of ours that has a default would swallow the
 * next case that someone adds. A switch without one throws {@code MatchException} where its default
 * would be; that is how the two are told apart.
 */
final class SwitchRules {
  private SwitchRules() {}

  static ArchRule noDefaultOnSealedTypes() {
    return classes()
        .should(Conditions.none("name every case of a sealed type", SwitchRules::defaults));
  }

  private static Stream<String> defaults(JavaClass type) {
    return ByteCode.of(type).methods().flatMap(method -> defaults(type, method)).distinct();
  }

  private static Stream<String> defaults(JavaClass type, ByteCode.Method method) {
    List<CodeElement> elements = method.elements();
    return Stream.iterate(0, i -> i < elements.size(), i -> i + 1)
        .filter(i -> elements.get(i) instanceof InvokeDynamicInstruction call && isTypeSwitch(call))
        .filter(i -> hasDefault(method, elements.subList(i, elements.size())))
        .flatMap(i -> sealedTypeOf((InvokeDynamicInstruction) elements.get(i)).stream())
        .map(
            over ->
                "%s.%s has a default in a switch over sealed %s"
                    .formatted(type.getName(), method.name(), over));
  }

  private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().descriptorString().contains("SwitchBootstraps")
        && call.name().stringValue().equals("typeSwitch");
  }

  private static boolean hasDefault(ByteCode.Method method, List<CodeElement> rest) {
    return rest.stream()
        .flatMap(element -> defaultTarget(element).stream())
        .findFirst()
        .filter(target -> !throwsMatchException(method, target))
        .isPresent();
  }

  private static Optional<Label> defaultTarget(CodeElement element) {
    return switch (element) {
      case TableSwitchInstruction table -> Optional.of(table.defaultTarget());
      case LookupSwitchInstruction lookup -> Optional.of(lookup.defaultTarget());
      default -> Optional.empty();
    };
  }

  private static boolean throwsMatchException(ByteCode.Method method, Label target) {
    return method.from(target, 1).stream()
        .anyMatch(
            (Instruction first) ->
                first instanceof NewObjectInstruction made
                    && made.className().asInternalName().equals("java/lang/MatchException"));
  }

  /** A sealed type of ours that all case labels share. */
  private static Optional<String> sealedTypeOf(InvokeDynamicInstruction call) {
    List<ClassDesc> labels =
        call.bootstrapArgs().stream()
            .filter(ClassDesc.class::isInstance)
            .map(ClassDesc.class::cast)
            .toList();
    if (labels.isEmpty() || labels.size() < call.bootstrapArgs().size()) {
      return Optional.empty();
    }
    Set<String> shared = sealedTypes(labels.getFirst());
    labels.forEach(label -> shared.retainAll(sealedTypes(label)));
    return shared.stream().sorted().findFirst();
  }

  private static Set<String> sealedTypes(ClassDesc label) {
    Set<String> names = new HashSet<>();
    if (label.descriptorString().startsWith("Ldev/conduit/")) {
      collect(load(label), names);
    }
    return names;
  }

  private static void collect(Class<?> type, Set<String> names) {
    if (type.isSealed()) {
      names.add(type.getName());
    }
    for (Class<?> parent : type.getInterfaces()) {
      collect(parent, names);
    }
  }

  private static Class<?> load(ClassDesc type) {
    String descriptor = type.descriptorString();
    String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    try {
      return Class.forName(name, false, SwitchRules.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a case label's class is missing: " + name, e);
    }
  }
}
