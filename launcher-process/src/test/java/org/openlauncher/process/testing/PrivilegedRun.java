package org.openlauncher.process.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests in a process that the spawner has started, and tells on standard output what came of
 * each: a line with the outcome, the name and the reason, the latter two encoded.
 */
public final class PrivilegedRun implements TestExecutionListener {
  static final String PASSED = "passed";
  static final String SKIPPED = "skipped";
  static final String FAILED = "failed";

  private final PrintStream output;
  private TestPlan plan;

  private PrivilegedRun(PrintStream output, TestPlan plan) {
    this.output = output;
    this.plan = plan;
  }

  /**
   * Runs tests in such a process, and repeats what came of each here. Skips all where root is not
   * there.
   *
   * @param folder an empty folder, for copies of the classes
   */
  public static Stream<DynamicTest> of(Path folder, List<Class<?>> classes)
      throws IOException, InterruptedException {
    SpawnedJvm.requireRoot();
    List<String> names = classes.stream().map(Class::getName).toList();
    List<String> outcomes = new ArrayList<>();
    try (SpawnedJvm jvm = SpawnedJvm.start(folder, PrivilegedRun.class, names);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(jvm.process().getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        outcomes.add(line);
      }
      assertThat(jvm.process().waitFor()).isZero();
    }
    assertThat(outcomes).as("tests that were run").isNotEmpty();
    return outcomes.stream().map(PrivilegedRun::test);
  }

  private static DynamicTest test(String line) {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[1].startsWith("=")) {
      throw new AssertionError("the tests say: " + line);
    }
    String name = decoded(parts[1]);
    String reason = decoded(parts[2]);
    return dynamicTest(
        name,
        () -> {
          switch (parts[0]) {
            case PASSED -> assertThat(reason).isEmpty();
            case SKIPPED -> abort(reason);
            default -> throw new AssertionError(name + ": " + reason);
          }
        });
  }

  /**
   * Runs tests.
   *
   * @param classes the names of their classes
   */
  public static void main(String[] classes) {
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(classes).map(DiscoverySelectors::selectClass).toList())
            .build();
    var launcher = LauncherFactory.create();
    TestPlan plan = launcher.discover(request);
    launcher.execute(plan, new PrivilegedRun(System.out, plan));
    System.out.flush();
    System.exit(0);
  }

  @Override
  public void dynamicTestRegistered(TestIdentifier test) {
    // The plan knows it already.
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    tell(SKIPPED, test, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          tell(PASSED, test, "");
        }
      }
      case ABORTED ->
          tell(SKIPPED, test, result.getThrowable().map(Throwable::getMessage).orElse(""));
      case FAILED -> tell(FAILED, test, result.getThrowable().map(PrivilegedRun::trace).orElse(""));
    }
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void tell(String outcome, TestIdentifier test, String reason) {
    String name = test.getDisplayName();
    for (var parent = plan.getParent(test);
        parent.isPresent();
        parent = plan.getParent(parent.get())) {
      if (parent.get().getParentId().isPresent()) {
        name = parent.get().getDisplayName() + " " + name;
      }
    }
    output.println(outcome + " " + encoded(name) + " " + encoded(reason));
    output.flush();
  }

  private static String encoded(String text) {
    return "=" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String decoded(String text) {
    return new String(Base64.getDecoder().decode(text.substring(1)), StandardCharsets.UTF_8);
  }
}
