// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.junit;

import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import dev.conduit.testkit.kubernetes.process.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link KubernetesTest} does. Keeps the logs of a failed test's cluster under target. */
final class ClusterExtension implements ParameterResolver, AfterEachCallback {
  private static final Namespace STORE = Namespace.create(ClusterExtension.class);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ControlPlane.class || type == TestNamespace.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ControlPlane plane = plane(context);
    return parameter.getParameter().getType() == ControlPlane.class
        ? plane
        : namespace(plane, context);
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    TestNamespace namespace = context.getStore(STORE).get("namespace", TestNamespace.class);
    if (namespace != null) {
      plane(context).client().namespaces().withName(namespace.name()).delete();
    }
    if (context.getExecutionException().isPresent()) {
      keepLogs(context);
    }
  }

  private static TestNamespace namespace(ControlPlane plane, ExtensionContext context) {
    return context
        .getStore(STORE)
        .computeIfAbsent(
            "namespace",
            _ -> {
              String name =
                  "test-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
              plane.createNamespace(name);
              return new TestNamespace(name);
            },
            TestNamespace.class);
  }

  private static ControlPlane plane(ExtensionContext context) {
    KubernetesTest wanted = wanted(context);
    String key = "rung-" + wanted.rung();
    ExtensionContext owner = wanted.shared() ? context.getRoot() : ofClass(context);
    Store store = owner.getStore(STORE);
    return store.computeIfAbsent(
        key,
        _ ->
            ControlPlane.start(wanted.rung() == 1 ? Settings.apiServer() : Settings.controlPlane()),
        ControlPlane.class);
  }

  private static KubernetesTest wanted(ExtensionContext context) {
    for (Class<?> type = context.getRequiredTestClass();
        type != null;
        type = type.getEnclosingClass()) {
      KubernetesTest annotation = type.getAnnotation(KubernetesTest.class);
      if (annotation != null) {
        return annotation;
      }
    }
    throw new IllegalStateException("no @KubernetesTest on " + context.getRequiredTestClass());
  }

  /** The context of the outermost test class, which lives as long as all its tests. */
  private static ExtensionContext ofClass(ExtensionContext context) {
    ExtensionContext found = context;
    while (found.getParent().isPresent() && found.getParent().get() != context.getRoot()) {
      found = found.getParent().get();
    }
    return found;
  }

  private static void keepLogs(ExtensionContext context) throws IOException {
    Path logs = plane(context).folder().resolve("logs");
    Path kept =
        Repository.path("target/kubernetes-logs")
            .resolve(context.getRequiredTestClass().getSimpleName())
            .resolve(context.getRequiredTestMethod().getName());
    Files.createDirectories(kept);
    List<Path> files;
    try (Stream<Path> all = Files.list(logs)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
