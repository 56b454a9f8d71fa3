"""The public status page: is my supply out, where is it dark, what is planned. Masked before it is kept."""
