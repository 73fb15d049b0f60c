package org.openlauncher.process.spawner;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A job to launch, with what each launch needs; more can be added, and the usual be replaced. */
final class Launch {
  private final TestedSpawner spawner;
  private final RecordFile record;
  private final List<String> command;
  private final List<String> variables = new ArrayList<>(List.of("PATH=/usr/bin:/bin"));
  private final List<WireRequestPart> parts = new ArrayList<>();
  private String jobId;
  private String user;
  private String directory = "/";
  private String token = RecordFile.TOKEN;
  private String recordPath;
  private int umask = 022;

  @FunctionalInterface
  private interface WireRequestPart {
    void addTo(WireRequest request);
  }

  Launch(
      TestedSpawner spawner, String user, String jobId, RecordFile record, List<String> command) {
    this.spawner = spawner;
    this.user = user;
    this.jobId = jobId;
    this.record = record;
    this.recordPath = record.path().toString();
    this.command = command;
  }

  Launch user(String name) {
    user = name;
    return this;
  }

  Launch jobId(String id) {
    jobId = id;
    return this;
  }

  Launch token(String value) {
    token = value;
    return this;
  }

  Launch record(Path path) {
    recordPath = path.toString();
    return this;
  }

  Launch directory(Path path) {
    directory = path.toString();
    return this;
  }

  Launch umask(int value) {
    umask = value;
    return this;
  }

  Launch variable(String variable) {
    variables.add(variable);
    return this;
  }

  Launch noVariables() {
    variables.clear();
    return this;
  }

  Launch input(String text) {
    return bytes(Wire.INPUT, text.getBytes(StandardCharsets.UTF_8));
  }

  Launch output(Path path) {
    return text(Wire.OUTPUT, path.toString());
  }

  Launch errors(Path path) {
    return text(Wire.ERRORS, path.toString());
  }

  Launch merged() {
    return number(Wire.MERGED, 1);
  }

  Launch text(int tag, String value) {
    parts.add(request -> request.text(tag, value));
    return this;
  }

  Launch bytes(int tag, byte[] value) {
    parts.add(request -> request.bytes(tag, value));
    return this;
  }

  Launch number(int tag, long value) {
    parts.add(request -> request.number(tag, value));
    return this;
  }

  RecordFile record() {
    return record;
  }

  WireRequest request() {
    WireRequest request =
        new WireRequest(Wire.LAUNCH)
            .text(Wire.USER, user)
            .text(Wire.JOB_ID, jobId)
            .text(Wire.TOKEN, token)
            .text(Wire.BOOT_ID, RecordFile.BOOT_ID)
            .text(Wire.RECORD, recordPath)
            .text(Wire.DIRECTORY, directory)
            .number(Wire.UMASK, umask);
    command.forEach(argument -> request.text(Wire.ARGUMENT, argument));
    variables.forEach(variable -> request.text(Wire.VARIABLE, variable));
    parts.forEach(part -> part.addTo(request));
    return request;
  }

  CompletableFuture<WireAnswer> send() {
    return spawner.client().send(request());
  }

  WireAnswer ask() {
    return spawner.client().ask(request());
  }

  /** Launches it, which must work. */
  StartedJob start() {
    StartedJob job = new StartedJob(spawner, user, ask().require(Wire.STARTED), record);
    spawner.remember(job);
    return job;
  }

  /** Launches it, and waits for its end. */
  String run() {
    return start().awaitEnd();
  }
}
