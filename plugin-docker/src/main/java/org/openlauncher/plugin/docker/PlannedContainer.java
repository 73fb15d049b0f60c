package org.openlauncher.plugin.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.plugin.LaunchPlan;
import org.openlauncher.api.plugin.LaunchRequest;
import org.openlauncher.container.ContainerUser;
import org.openlauncher.container.JobContainer;
import org.openlauncher.plugin.docker.engine.EngineClient;
import org.openlauncher.plugin.docker.engine.EngineFailure;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What would be asked of the engine, without values of the environment. */
final class PlannedContainer {
  private static final String END_OF_OPTIONS = "--";

  private final ContainerOrder orders;
  private final EngineClient engine;

  PlannedContainer(ContainerOrder orders, EngineClient engine) {
    this.orders = orders;
    this.engine = engine;
  }

  LaunchPlan of(LaunchRequest request, JobSpecification job, ObjectNode create) {
    ContainerUser user = orders.user(job, request.owner());
    List<EnvironmentVariable> environment = new ArrayList<>();
    orders
        .environment(request)
        .forEach((name, value) -> environment.add(new EnvironmentVariable(name, value)));
    ArrayNode masked = create.putArray("Env");
    environment.forEach(variable -> masked.add(variable.name() + "=***"));
    List<String> argv = new ArrayList<>();
    create.path("Cmd").forEach(word -> argv.add(word.asString("")));
    return new LaunchPlan(
        new LaunchPlan.RunAs(user.name(), user.uid(), user.primaryGroup().gid()),
        argv.subList(argv.indexOf(END_OF_OPTIONS) + 1, argv.size()),
        environment,
        orders.workingDirectory(request),
        job.stdoutFile(),
        job.stderrFile(),
        Optional.of(new JsonText(EngineClient.JSON.writeValueAsString(create))),
        notes(JobContainer.of(job).image()));
  }

  private List<String> notes(String image) {
    try {
      return engine.find("/images/" + image + "/json").isPresent()
          ? List.of()
          : List.of("The image " + image + " is not at the engine; it would be fetched first.");
    } catch (EngineFailure failure) {
      return List.of("The engine can't be asked now: " + failure.getMessage());
    }
  }
}
