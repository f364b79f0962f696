// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rules that one module keeps, as tests.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> rules() {
 *   return ModuleRules.of("dev.conduit.sidecar.core").everywhere().core().tests();
 * }
 * }</pre>
 *
 * Built by one thread, in the test that uses it.
 */
public final class ModuleRules {
  private static final Path SOURCES = Path.of("src/main/java");

  private final String root;
  private final JavaClasses classes;
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Integer, Set<String>> exceptions = new HashMap<>();

  private ModuleRules(String root, JavaClasses classes) {
    this.root = root;
    this.classes = classes;
  }

  /**
   * The main classes under a package; tests, and what JMH generates, are left out. Fails when there
   * is none.
   */
  public static ModuleRules of(String rootPackage) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPackages(rootPackage);
    if (classes.isEmpty()) {
      throw new AssertionError("no class under package " + rootPackage);
    }
    return new ModuleRules(rootPackage, classes);
  }

  /** Rules for all code: 1, 7, 9, 12, 16, 17, and how types are named. */
  public ModuleRules everywhere() {
    rules.add(new Rule(1, "no package cycles", PackageRules.noCycles()));
    rules.add(new Rule(7, "Optional only comes back", TypeRules.optionalOnlyReturned()));
    rules.add(new Rule(9, "no broad catch", CatchRules.noBroadCatch()));
    rules.add(new Rule(12, "sealed types permit records", TypeRules.sealedTypesPermitRecords()));
    rules.add(new Rule(12, "sealed types without default", SwitchRules.noDefaultOnSealedTypes()));
    StyleRules.all().forEach(rule -> rules.add(new Rule(16, rule.getDescription(), rule)));
    rules.add(new Rule(17, "every package is null-marked", StyleRules.packagesAreNullMarked()));
    rules.add(new Rule(17, "public types say what for", new DocRules(SOURCES).publicTypes()));
    rules.add(new Rule(17, "packages say what for", new DocRules(SOURCES).packages()));
    rules.add(new Rule(0, "types are named for what they are", StyleRules.noPatternNames()));
    return this;
  }

  /**
   * Rules for a pure core: 2, 5, 6, 8. It depends on the JDK, itself and the contract.
   *
   * @param alsoAllowed package patterns that this core may use beside
   */
  public ModuleRules core(String... alsoAllowed) {
    rules.add(new Rule(2, "core knows no framework", PackageRules.only(root, alsoAllowed)));
    rules.add(new Rule(5, "no ambient time or randomness", PurityRules.noAmbientValues()));
    rules.add(new Rule(5, "no input or output", PurityRules.noInputOrOutput()));
    rules.add(new Rule(6, "fields are final", PurityRules.fieldsAreFinal()));
    rules.add(new Rule(6, "no mutable statics", PurityRules.noMutableStatics()));
    rules.add(new Rule(6, "no threads or locks", PurityRules.noThreadsOrLocks()));
    rules.add(new Rule(8, "nothing nullable comes back", TypeRules.noNullableReturns()));
    return this;
  }

  /**
   * Rule 3: packages flow one way.
   *
   * @param bottomUp names under the root package; each may use those before it
   */
  public ModuleRules flow(String... bottomUp) {
    PackageRules.flow(root, List.of(bottomUp)).forEach(rules::add);
    return this;
  }

  /**
   * Rule 4: adapters don't see each other.
   *
   * @param seeAll names under the root package of those that put all together
   * @param seenByAll names under the root package of what all may use
   */
  public ModuleRules adapters(Set<String> seeAll, Set<String> seenByAll) {
    rules.add(new Rule(4, "adapters apart", PackageRules.siblingsApart(root, seeAll, seenByAll)));
    return this;
  }

  /**
   * Leaves classes out of one rule.
   *
   * @param rule by number
   * @param reason for readers; must not be blank
   * @param classNames in full; nested classes go with their outermost
   */
  public ModuleRules except(int rule, String reason, String... classNames) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an exception to rule " + rule + " needs a reason");
    }
    for (String name : classNames) {
      if (!classes.contain(name)) {
        throw new AssertionError("exception to rule " + rule + " for no class: " + name);
      }
    }
    exceptions.computeIfAbsent(rule, _ -> new HashSet<>()).addAll(List.of(classNames));
    return this;
  }

  /** One test per rule. */
  public Stream<DynamicTest> tests() {
    return rules.stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    "rule " + rule.number() + ": " + rule.name(), () -> check(rule)));
  }

  private void check(Rule rule) {
    Set<String> left = exceptions.getOrDefault(rule.number(), Set.of());
    rule.rule()
        .check(classes.that(describe("no exception", c -> !left.contains(outermost(c.getName())))));
  }

  private static String outermost(String className) {
    int dollar = className.indexOf('$');
    return dollar < 0 ? className : className.substring(0, dollar);
  }
}
