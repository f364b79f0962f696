// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which packages may see which: rules 1 to 4. */
final class PackageRules {
  private PackageRules() {}

  /** Rule 1. Every package is a slice, also one above others. */
  static ArchRule noCycles() {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  /** Rule 2. */
  static ArchRule only(String root, String... alsoAllowed) {
    List<String> allowed =
        new ArrayList<>(List.of("java..", root + "..", "dev.conduit.contract..", "org.jspecify.."));
    allowed.addAll(List.of(alsoAllowed));
    PackageMatchers matchers = PackageMatchers.of(allowed);
    return classes()
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are in " + String.join(", ", allowed),
                type -> isPrimitive(type) || matchers.test(type.getPackageName())))
        .because("core takes values and gives values; a framework would bring its own world");
  }

  private static boolean isPrimitive(JavaClass type) {
    return type.getBaseComponentType().isPrimitive();
  }

  /** Rule 3. */
  static List<Rule> flow(String root, List<String> bottomUp) {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < bottomUp.size() - 1; i++) {
      String[] above =
          bottomUp.subList(i + 1, bottomUp.size()).stream()
              .map(name -> root + "." + name + "..")
              .toArray(String[]::new);
      ArchRule rule =
          noClasses()
              .that()
              .resideInAPackage(root + "." + bottomUp.get(i) + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(above)
              .allowEmptyShould(true);
      rules.add(new Rule(3, bottomUp.get(i) + " sees nothing above it", rule));
    }
    return rules;
  }

  /** Rule 4. */
  static ArchRule siblingsApart(String root, Set<String> seeAll, Set<String> seenByAll) {
    return classes()
        .should(
            Conditions.none(
                "see no sibling package",
                type -> {
                  String own = sibling(root, type);
                  return own.isEmpty() || seeAll.contains(own)
                      ? Stream.empty()
                      : type.getDirectDependenciesFromSelf().stream()
                          .filter(
                              dependency -> {
                                String other = sibling(root, dependency.getTargetClass());
                                return !other.isEmpty()
                                    && !other.equals(own)
                                    && !seenByAll.contains(other);
                              })
                          .map(Dependency::getDescription);
                }))
        .allowEmptyShould(true);
  }

  /** The first package name under the root; empty for the root itself and all outside. */
  private static String sibling(String root, JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith(root + ".") ? name.substring(root.length() + 1).split("\\.", 2)[0] : "";
  }
}
