/**
 * The process between a command and the kernel that it starts. It ends the kernel when the command
 * ends, even by SIGKILL: the pipe from the command then closes. If permissions are given, it answers
 * the kernel's requests for them. Deno's kernel accepts no permission flags, but asks a broker.
 *
 * Its own permissions are the program `deno` and the socket of the broker.
 */
import { judgeRequest } from "../permissions/judge_request.ts";
import type { Permissions } from "../permissions/permissions.ts";

/** What the guard does; the argument of its process, as JSON. */
export interface GuardOrder {
  /** Arguments of Deno for the kernel. */
  args: string[];
  /** Permissions of the kernel; without, it may do everything. */
  confined?: {
    permissions: Partial<Permissions>;
    /** Path of the broker's socket. */
    socket: string;
  };
}

if (import.meta.main) {
  const { args, confined }: GuardOrder = JSON.parse(Deno.args[0]!);
  const broker = confined && Deno.listen({ transport: "unix", path: confined.socket });
  const kernel = new Deno.Command(Deno.execPath(), {
    args,
    ...(confined ? { env: { DENO_PERMISSION_BROKER_PATH: confined.socket } } : {}),
    stdin: "null",
    stdout: "null",
  }).spawn();
  if (broker) answerAll(broker, confined.permissions);
  endWithOwner(kernel);
  const { code } = await kernel.status;
  Deno.exit(code);
}

async function endWithOwner(kernel: Deno.ChildProcess): Promise<void> {
  await Deno.stdin.readable.pipeTo(new WritableStream());
  try {
    kernel.kill("SIGKILL");
  } catch {
    // it has ended by itself
  }
}

async function answerAll(
  broker: Deno.UnixListener,
  permissions: Partial<Permissions>,
): Promise<void> {
  // threads of the kernel share its one connection
  for await (const connection of broker) answer(connection, permissions).catch(() => {});
}

/** Answers until the process ends: one request a line, one answer a line. */
async function answer(
  connection: Deno.UnixConn,
  permissions: Partial<Permissions>,
): Promise<void> {
  const encoder = new TextEncoder();
  const writer = connection.writable.getWriter();
  let rest = "";
  for await (const text of connection.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const reply = judgeRequest(JSON.parse(line), permissions);
      await writer.write(encoder.encode(JSON.stringify(reply) + "\n"));
    }
  }
}
