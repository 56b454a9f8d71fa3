"""How did we do: asked once after the file is closed, answered by link or message; who is not satisfied is somebody's matter."""
